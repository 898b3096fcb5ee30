import{m65_pluralOf as a}from"./panel-7c6694be5a.js";export{a};
