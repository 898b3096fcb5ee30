import{m66_pluralOf as a}from"./panel-75e4ef2749.js";export{a};
