import{m85_Dialog as g}from"./panel-1f1022058e.js";export{g as a};
