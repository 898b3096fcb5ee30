import{m86_Dialog as g}from"./panel-5de4be0494.js";export{g as a};
