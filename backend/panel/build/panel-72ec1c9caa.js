import{m69_ACTIONS as m,m69_isApt as s}from"./panel-d8ec9ef0dc.js";import{m70_KeyCap as r}from"./panel-d8ec9ef0dc.js";export{m as a,s as b,r as c};
