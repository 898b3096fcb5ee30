import{m65_pluralOf as a}from"./panel-63b63570e6.js";export{a};
