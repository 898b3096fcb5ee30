import{m65_pluralOf as a}from"./panel-a96d8705a4.js";export{a};
