import{a}from"./panel-b24499f347.js";import"./panel-d95e617c69.js";import"./panel-4cb4388d70.js";export{a as en};
