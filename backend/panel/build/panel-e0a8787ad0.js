import{m86_Dialog as g}from"./panel-4f4ba40761.js";export{g as a};
