import{a}from"./panel-5f3d6af82e.js";import"./panel-4bf9b13efe.js";import"./panel-a68d8eb05b.js";export{a as en};
