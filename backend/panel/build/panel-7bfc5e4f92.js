import{m86_Dialog as g}from"./panel-c013f83ac3.js";export{g as a};
