import{m66_pluralOf as a}from"./panel-b602d47a2d.js";export{a};
