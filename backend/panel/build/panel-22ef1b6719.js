import{m65_pluralOf as a}from"./panel-83fee7d60a.js";export{a};
