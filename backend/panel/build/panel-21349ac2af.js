import{a as t}from"./panel-bc90a8aea8.js";import{a as e}from"./panel-512caa1667.js";var o={ru:t,en:e};function p(r){return o[r]}export{p as a};
