import{m87_Dialog as g}from"./panel-93ebbe23a5.js";export{g as a};
