import{m66_pluralOf as a}from"./panel-3dc6d8689a.js";export{a};
