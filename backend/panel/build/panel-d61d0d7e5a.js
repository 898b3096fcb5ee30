import{m65_pluralOf as a}from"./panel-0e935b5370.js";export{a};
