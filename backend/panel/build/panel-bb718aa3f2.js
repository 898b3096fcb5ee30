import{a,b}from"./panel-a642d5b052.js";import"./panel-293e712546.js";import"./panel-75049a7f31.js";export{a as refuseDroppedFiles,b as useDroppedFiles};
