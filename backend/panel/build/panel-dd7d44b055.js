import{m65_pluralOf as a}from"./panel-a6f4ca9cd4.js";export{a};
