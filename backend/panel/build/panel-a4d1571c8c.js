import{m85_Dialog as g}from"./panel-5ed2d431b1.js";export{g as a};
