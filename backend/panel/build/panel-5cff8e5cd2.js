import{m65_pluralOf as a}from"./panel-f045aad12b.js";export{a};
