import{a as t}from"./panel-f5cca0c205.js";import{a as e}from"./panel-00a294ec68.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
