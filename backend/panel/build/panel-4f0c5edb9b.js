import{m66_pluralOf as a}from"./panel-797132f9e8.js";export{a};
