import{a}from"./panel-4876dcddc3.js";import"./panel-a1146643aa.js";import"./panel-5b016372e1.js";export{a as en};
