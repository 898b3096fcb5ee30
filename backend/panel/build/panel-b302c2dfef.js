import{a}from"./panel-4ac21b2891.js";import"./panel-469ba47be0.js";import"./panel-4f0c5edb9b.js";export{a as en};
