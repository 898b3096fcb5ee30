import{m66_pluralOf as a}from"./panel-5f3437e109.js";export{a};
