import{a}from"./panel-be53872384.js";import"./panel-eb2dbd7047.js";import"./panel-809d8d116b.js";export{a as en};
