import{a}from"./panel-7026abd638.js";import"./panel-4042462f41.js";import"./panel-9970196fdb.js";export{a as en};
