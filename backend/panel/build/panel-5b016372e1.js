import{m67_pluralOf as a}from"./panel-93ebbe23a5.js";export{a};
