import{m69_ACTIONS as m,m69_isApt as s}from"./panel-3dc6d8689a.js";import{m70_KeyCap as r}from"./panel-3dc6d8689a.js";export{m as a,s as b,r as c};
