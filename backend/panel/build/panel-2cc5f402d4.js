import{m85_Dialog as g}from"./panel-34304e3705.js";export{g as a};
