import{m65_pluralOf as a}from"./panel-1ecaf5e0bb.js";export{a};
