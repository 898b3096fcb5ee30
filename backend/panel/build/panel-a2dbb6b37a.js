import{m67_pluralOf as a}from"./panel-e36b937271.js";export{a};
