import{m85_Dialog as g}from"./panel-ea69c27c25.js";export{g as a};
