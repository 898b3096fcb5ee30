import{a}from"./panel-3d29f335b4.js";import"./panel-db2ee23e67.js";import"./panel-a902780714.js";export{a as en};
