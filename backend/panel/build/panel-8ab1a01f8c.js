import{m65_pluralOf as a}from"./panel-bbe3b4f1e4.js";export{a};
