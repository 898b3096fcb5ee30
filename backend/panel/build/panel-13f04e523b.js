import{a as t}from"./panel-9327d906eb.js";import{a as e}from"./panel-bdca82cb7b.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
