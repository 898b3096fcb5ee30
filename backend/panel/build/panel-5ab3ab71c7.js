import{a}from"./panel-512caa1667.js";import"./panel-b382b237a3.js";import"./panel-3ff40519fb.js";export{a as en};
