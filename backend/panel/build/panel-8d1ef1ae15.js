import{m85_Dialog as g}from"./panel-b23440702e.js";export{g as a};
