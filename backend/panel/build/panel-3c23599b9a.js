import{m69_ACTIONS as m,m69_isApt as s}from"./panel-b602d47a2d.js";import{m70_KeyCap as r}from"./panel-b602d47a2d.js";export{m as a,s as b,r as c};
