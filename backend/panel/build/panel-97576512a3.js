import{m67_pluralOf as a}from"./panel-d969694466.js";export{a};
