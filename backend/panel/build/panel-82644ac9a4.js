import{m66_pluralOf as a}from"./panel-014b47b365.js";export{a};
