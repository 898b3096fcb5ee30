import{a as t}from"./panel-7d8a691a33.js";import{a as e}from"./panel-fbdae84a3f.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
