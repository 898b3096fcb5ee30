import{a as t}from"./panel-f09536a645.js";import{a as e}from"./panel-e14b9b88f5.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
