import{a,b}from"./panel-709f248cc6.js";import"./panel-789bdaea21.js";import"./panel-852a15b8b5.js";export{a as refuseDroppedFiles,b as useDroppedFiles};
