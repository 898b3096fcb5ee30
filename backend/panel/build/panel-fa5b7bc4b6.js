import{a}from"./panel-fbdae84a3f.js";import"./panel-6886d1e013.js";import"./panel-8645ee7df0.js";export{a as en};
