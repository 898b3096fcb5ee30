import{a}from"./panel-06dcfb8361.js";import"./panel-113583265e.js";import"./panel-1c4ade43e5.js";export{a as en};
