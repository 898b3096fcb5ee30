import{a}from"./panel-8076f6b983.js";import"./panel-6b4e4533ba.js";import"./panel-6cf4f8b2e7.js";export{a as en};
