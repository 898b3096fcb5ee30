import{m66_pluralOf as a}from"./panel-687fbdb11a.js";export{a};
