import{a,b}from"./panel-304efd6711.js";import"./panel-7ec0c6ec46.js";import"./panel-a4b2ba002f.js";export{a as refuseDroppedFiles,b as useDroppedFiles};
