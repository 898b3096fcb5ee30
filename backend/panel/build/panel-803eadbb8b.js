import{a}from"./panel-827093c04b.js";import"./panel-a46714a230.js";import"./panel-0d91ed61d5.js";export{a as en};
