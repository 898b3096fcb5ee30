import{m67_pluralOf as a}from"./panel-bb6186186e.js";export{a};
