import{a}from"./panel-797574672f.js";import"./panel-0483560cf1.js";import"./panel-104524e7ad.js";export{a as en};
