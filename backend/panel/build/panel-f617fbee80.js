import{m87_Dialog as g}from"./panel-014b47b365.js";export{g as a};
