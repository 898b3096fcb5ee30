import{m87_Dialog as g}from"./panel-4bdf7ed778.js";export{g as a};
