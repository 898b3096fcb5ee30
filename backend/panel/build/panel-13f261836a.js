import{a,b}from"./panel-39bf8ca208.js";import"./panel-80e70a3e36.js";import"./panel-393d667342.js";export{a as refuseDroppedFiles,b as useDroppedFiles};
