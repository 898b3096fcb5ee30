import{m65_pluralOf as a}from"./panel-68b6c695ac.js";export{a};
