import{m85_Dialog as g}from"./panel-63b63570e6.js";export{g as a};
