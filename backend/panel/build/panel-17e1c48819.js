import{m65_pluralOf as a}from"./panel-872c0a5aa3.js";export{a};
