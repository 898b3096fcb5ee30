import{m65_pluralOf as a}from"./panel-ea846d7a90.js";export{a};
