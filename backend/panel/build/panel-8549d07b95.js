import{m69_ACTIONS as m,m69_isApt as s}from"./panel-c013f83ac3.js";import{m70_KeyCap as r}from"./panel-c013f83ac3.js";export{m as a,s as b,r as c};
