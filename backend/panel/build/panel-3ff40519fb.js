import{m66_pluralOf as a}from"./panel-6466cb64e5.js";export{a};
