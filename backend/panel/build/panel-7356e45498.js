import{m68_pluralOf as a}from"./panel-c6920eae58.js";export{a};
