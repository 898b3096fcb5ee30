import{m69_ACTIONS as m,m69_isApt as s}from"./panel-5f3437e109.js";import{m70_KeyCap as r}from"./panel-5f3437e109.js";export{m as a,s as b,r as c};
