import{m67_pluralOf as a}from"./panel-f49d41503c.js";export{a};
