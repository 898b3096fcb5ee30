import{m65_pluralOf as a}from"./panel-9697628273.js";export{a};
