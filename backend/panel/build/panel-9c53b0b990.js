import{m85_Dialog as g}from"./panel-a8e877c6df.js";export{g as a};
