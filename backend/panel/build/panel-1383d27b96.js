import{a}from"./panel-b0c2a3735b.js";import"./panel-ee49a35797.js";import"./panel-a2dbb6b37a.js";export{a as en};
