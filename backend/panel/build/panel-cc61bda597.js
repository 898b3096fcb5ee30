import{m85_Dialog as g}from"./panel-a7d7f3b857.js";export{g as a};
