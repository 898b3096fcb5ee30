import{m66_pluralOf as a}from"./panel-67eccafac0.js";export{a};
