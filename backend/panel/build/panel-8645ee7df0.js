import{m66_pluralOf as a}from"./panel-657cbabf6c.js";export{a};
