import{m67_pluralOf as a}from"./panel-3aec7eb9e8.js";export{a};
