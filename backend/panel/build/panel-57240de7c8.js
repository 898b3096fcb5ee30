import{m65_pluralOf as a}from"./panel-a8e877c6df.js";export{a};
