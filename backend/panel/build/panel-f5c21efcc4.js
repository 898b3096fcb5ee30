import{m85_Dialog as g}from"./panel-82d16a2290.js";export{g as a};
