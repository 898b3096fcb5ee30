import{m65_pluralOf as a}from"./panel-a7d7f3b857.js";export{a};
