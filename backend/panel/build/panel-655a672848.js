import{m65_pluralOf as a}from"./panel-4e8369fb71.js";export{a};
