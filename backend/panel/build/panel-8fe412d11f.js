import{m69_ACTIONS as m,m69_isApt as s}from"./panel-cd2105c93e.js";import{m70_KeyCap as r}from"./panel-cd2105c93e.js";export{m as a,s as b,r as c};
