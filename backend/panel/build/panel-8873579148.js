import{m65_pluralOf as a}from"./panel-2fc07d4b75.js";export{a};
