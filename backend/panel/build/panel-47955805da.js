import{m65_pluralOf as a}from"./panel-d0bd12a176.js";export{a};
