import{m66_pluralOf as a}from"./panel-4d4854bf78.js";export{a};
