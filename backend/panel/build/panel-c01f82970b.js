import{m65_pluralOf as a}from"./panel-29a325a847.js";export{a};
