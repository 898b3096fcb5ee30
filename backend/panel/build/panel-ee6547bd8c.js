import{a}from"./panel-7d4f3f24ff.js";import"./panel-246a288c65.js";import"./panel-2938f2e4ea.js";export{a as en};
