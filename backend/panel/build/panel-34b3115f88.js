import{m65_pluralOf as a}from"./panel-a0272cd8d7.js";export{a};
