import{m86_Dialog as g}from"./panel-67eccafac0.js";export{g as a};
