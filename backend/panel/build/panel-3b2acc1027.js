import{a}from"./panel-4845ec524a.js";import"./panel-969b5c5327.js";import"./panel-7afc7b10dd.js";export{a as en};
