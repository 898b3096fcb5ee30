import{m65_pluralOf as a}from"./panel-9c9a5c790a.js";export{a};
