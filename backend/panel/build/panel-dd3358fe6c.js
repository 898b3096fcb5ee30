import{m85_Dialog as g}from"./panel-45e7dc7195.js";export{g as a};
