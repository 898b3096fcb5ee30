import{a}from"./panel-e9a10cfc56.js";import"./panel-160821d5f8.js";import"./panel-7cd3688f82.js";export{a as en};
