import{a as t}from"./panel-fcd1b4c2ae.js";import{a as e}from"./panel-aecc50b420.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
