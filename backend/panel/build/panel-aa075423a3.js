import{a}from"./panel-9ef47c6d6d.js";import"./panel-be6033023b.js";import"./panel-f5570be1f0.js";export{a as en};
