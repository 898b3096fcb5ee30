import{a}from"./panel-c3289c6f51.js";import"./panel-ee0759f802.js";import"./panel-4ad5849fdc.js";export{a as en};
