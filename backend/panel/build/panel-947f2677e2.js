import{a,b}from"./panel-0d34557b00.js";import"./panel-922ad60be7.js";import"./panel-6e4f8c02af.js";export{a as refuseDroppedFiles,b as useDroppedFiles};
