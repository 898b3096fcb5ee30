import{a}from"./panel-e14b9b88f5.js";import"./panel-9283b2f62b.js";import"./panel-a5751a65c7.js";export{a as en};
