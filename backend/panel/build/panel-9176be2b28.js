import{m85_Dialog as g}from"./panel-a0272cd8d7.js";export{g as a};
