import{a as t}from"./panel-a03a960fdf.js";import{a as e}from"./panel-e9a10cfc56.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
