import{m65_pluralOf as a}from"./panel-45e7dc7195.js";export{a};
