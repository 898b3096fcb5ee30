import{a as t}from"./panel-f4a35aa602.js";import{a as e}from"./panel-b24499f347.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
