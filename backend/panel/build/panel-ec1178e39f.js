import{m65_pluralOf as a}from"./panel-82d16a2290.js";export{a};
