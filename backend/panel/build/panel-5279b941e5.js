import{m66_pluralOf as a}from"./panel-fd1d3fc85b.js";export{a};
