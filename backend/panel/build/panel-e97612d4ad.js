import{m65_pluralOf as a}from"./panel-bb4be05f52.js";export{a};
