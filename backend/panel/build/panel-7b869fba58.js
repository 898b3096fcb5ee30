import{m65_pluralOf as a}from"./panel-ceeda3194a.js";export{a};
