import{m66_pluralOf as a}from"./panel-af4383e020.js";export{a};
