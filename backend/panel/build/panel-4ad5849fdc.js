import{m67_pluralOf as a}from"./panel-2516739aea.js";export{a};
