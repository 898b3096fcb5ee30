import{m65_pluralOf as a}from"./panel-b23440702e.js";export{a};
