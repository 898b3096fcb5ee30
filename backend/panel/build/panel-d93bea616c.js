import{m66_pluralOf as a}from"./panel-d8ec9ef0dc.js";export{a};
