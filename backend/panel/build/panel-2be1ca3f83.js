import{m86_Dialog as g}from"./panel-746b0a6e5a.js";export{g as a};
