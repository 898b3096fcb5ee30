import{m85_Dialog as g}from"./panel-29a325a847.js";export{g as a};
