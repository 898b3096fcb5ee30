import{a}from"./panel-aecc50b420.js";import"./panel-e590a5d660.js";import"./panel-82644ac9a4.js";export{a as en};
