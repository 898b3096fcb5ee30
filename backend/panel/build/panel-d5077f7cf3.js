import{m85_Dialog as g}from"./panel-89448a710e.js";export{g as a};
