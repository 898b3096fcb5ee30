import{a}from"./panel-3ecab60581.js";import"./panel-ae77a32a25.js";import"./panel-038eb4da8f.js";export{a as en};
