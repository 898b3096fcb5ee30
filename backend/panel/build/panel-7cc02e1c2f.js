import{a,b}from"./panel-ad71846fc6.js";import"./panel-434f87467f.js";import"./panel-033ee3ebc2.js";export{a as refuseDroppedFiles,b as useDroppedFiles};
