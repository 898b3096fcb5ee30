import{m66_pluralOf as a}from"./panel-730da0d239.js";export{a};
