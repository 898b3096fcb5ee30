import{m85_Dialog as g}from"./panel-77efad5840.js";export{g as a};
