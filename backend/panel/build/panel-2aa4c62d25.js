import{a}from"./panel-ae8b7a701b.js";import"./panel-41820246af.js";import"./panel-7356e45498.js";export{a as en};
