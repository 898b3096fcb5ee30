import{m67_pluralOf as a}from"./panel-36c49e5a76.js";export{a};
