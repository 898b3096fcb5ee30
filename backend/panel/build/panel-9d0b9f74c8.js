import{m65_pluralOf as a}from"./panel-5a567ffa81.js";export{a};
