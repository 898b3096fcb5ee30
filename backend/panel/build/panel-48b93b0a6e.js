import{a,b}from"./panel-5ee9b1e304.js";import"./panel-ba3ef5de55.js";import"./panel-8717e3f7d1.js";export{a as refuseDroppedFiles,b as useDroppedFiles};
