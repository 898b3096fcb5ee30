import{m65_pluralOf as a}from"./panel-1f1022058e.js";export{a};
