import{m66_pluralOf as a}from"./panel-271fd9fec4.js";export{a};
