import{m65_pluralOf as a}from"./panel-77efad5840.js";export{a};
