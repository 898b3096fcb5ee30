import{a as t}from"./panel-d3e075ad70.js";import{a as e}from"./panel-b0c2a3735b.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
