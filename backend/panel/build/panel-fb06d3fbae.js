import{a as t}from"./panel-593bed5d3b.js";import{a as e}from"./panel-8a759c3dd2.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
