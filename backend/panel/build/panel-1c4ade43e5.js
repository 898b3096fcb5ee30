import{m67_pluralOf as a}from"./panel-4b3f2c8c5a.js";export{a};
