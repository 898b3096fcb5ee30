import{a,b}from"./panel-8304a45c66.js";import"./panel-e3a8eafd29.js";import"./panel-2d8588e725.js";export{a as refuseDroppedFiles,b as useDroppedFiles};
