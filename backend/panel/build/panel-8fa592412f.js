import{m65_pluralOf as a}from"./panel-34304e3705.js";export{a};
