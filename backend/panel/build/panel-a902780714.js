import{m67_pluralOf as a}from"./panel-13e2f6c83b.js";export{a};
