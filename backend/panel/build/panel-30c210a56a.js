import{a}from"./panel-3a7800b5d3.js";import"./panel-efa2beecbe.js";import"./panel-c0f828b7b8.js";export{a as en};
