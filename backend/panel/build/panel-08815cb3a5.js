import{m86_Dialog as g}from"./panel-271fd9fec4.js";export{g as a};
