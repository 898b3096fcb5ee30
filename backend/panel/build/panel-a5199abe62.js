import{a as t}from"./panel-307fe24307.js";import{a as e}from"./panel-af4bc0032c.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
