import{m66_pluralOf as a}from"./panel-7cf1dd2d49.js";export{a};
