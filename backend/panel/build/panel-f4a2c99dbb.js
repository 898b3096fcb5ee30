import{m65_pluralOf as a}from"./panel-5ed2d431b1.js";export{a};
