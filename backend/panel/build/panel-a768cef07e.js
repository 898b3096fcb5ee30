import{m65_pluralOf as a}from"./panel-0577cb60ff.js";export{a};
