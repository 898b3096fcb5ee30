import{m66_pluralOf as a}from"./panel-4bdf7ed778.js";export{a};
