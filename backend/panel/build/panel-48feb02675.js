import{a,b}from"./panel-174fe87ab4.js";import"./panel-bbd72a3c99.js";import"./panel-de57b833a9.js";export{a as refuseDroppedFiles,b as useDroppedFiles};
