import{m69_ACTIONS as m,m69_isApt as s}from"./panel-fd1d3fc85b.js";import{m70_KeyCap as r}from"./panel-fd1d3fc85b.js";export{m as a,s as b,r as c};
