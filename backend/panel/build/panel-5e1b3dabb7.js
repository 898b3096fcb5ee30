import{a}from"./panel-00a294ec68.js";import"./panel-ce3955eaac.js";import"./panel-5279b941e5.js";export{a as en};
