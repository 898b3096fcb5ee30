import{a}from"./panel-538054f30b.js";import"./panel-0285648282.js";import"./panel-97576512a3.js";export{a as en};
