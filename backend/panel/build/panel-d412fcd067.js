import{m65_pluralOf as a}from"./panel-35be4f037f.js";export{a};
