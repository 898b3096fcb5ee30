import{m85_Dialog as g}from"./panel-9c9a5c790a.js";export{g as a};
