import{a}from"./panel-58949b068f.js";import"./panel-d6d0740286.js";import"./panel-f74d21e085.js";export{a as en};
