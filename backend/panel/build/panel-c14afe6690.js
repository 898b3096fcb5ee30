import{m65_pluralOf as a}from"./panel-eadc74fbe3.js";export{a};
