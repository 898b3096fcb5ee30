import{m67_pluralOf as a}from"./panel-0fb6090c3f.js";export{a};
