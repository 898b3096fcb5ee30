import{m67_pluralOf as a}from"./panel-376779df34.js";export{a};
