import{m86_Dialog as g}from"./panel-4d4854bf78.js";export{g as a};
