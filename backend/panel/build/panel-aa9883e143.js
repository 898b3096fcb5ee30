import{m66_pluralOf as a}from"./panel-f61a668cc5.js";export{a};
