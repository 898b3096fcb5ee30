import{m66_pluralOf as a}from"./panel-1ff8930162.js";export{a};
