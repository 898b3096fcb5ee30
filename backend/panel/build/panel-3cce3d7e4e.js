import{m66_pluralOf as a}from"./panel-5de4be0494.js";export{a};
