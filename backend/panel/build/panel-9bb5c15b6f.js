import{m66_pluralOf as a}from"./panel-cd2105c93e.js";export{a};
