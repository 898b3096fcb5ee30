import{m68_pluralOf as a}from"./panel-806aa8423a.js";export{a};
