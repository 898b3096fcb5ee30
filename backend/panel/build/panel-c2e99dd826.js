import{a as t}from"./panel-aa1e266dc2.js";import{a as e}from"./panel-3a7800b5d3.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
