import{a as t}from"./panel-c92ec016ef.js";import{a as e}from"./panel-5f3d6af82e.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
