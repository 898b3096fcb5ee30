import{m66_pluralOf as a}from"./panel-0b0d710ac2.js";export{a};
