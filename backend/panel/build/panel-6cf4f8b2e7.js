import{m66_pluralOf as a}from"./panel-746b0a6e5a.js";export{a};
