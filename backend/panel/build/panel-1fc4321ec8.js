import{m65_pluralOf as a}from"./panel-89448a710e.js";export{a};
