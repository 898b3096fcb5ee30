import{a}from"./panel-73efc523cd.js";import"./panel-dbbc5e6cea.js";import"./panel-2958387172.js";export{a as en};
