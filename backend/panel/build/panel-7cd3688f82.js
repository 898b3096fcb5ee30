import{m67_pluralOf as a}from"./panel-c33da90c6e.js";export{a};
