import{m65_pluralOf as a}from"./panel-bc45bd96a5.js";export{a};
