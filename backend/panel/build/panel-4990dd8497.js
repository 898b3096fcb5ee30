import{m65_pluralOf as a}from"./panel-d9009ffe95.js";export{a};
