import{m66_pluralOf as a}from"./panel-c013f83ac3.js";export{a};
