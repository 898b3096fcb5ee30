import{m65_pluralOf as a}from"./panel-ea69c27c25.js";export{a};
