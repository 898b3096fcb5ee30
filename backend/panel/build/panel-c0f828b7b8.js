import{m66_pluralOf as a}from"./panel-4f4ba40761.js";export{a};
