import{m69_ACTIONS as m,m69_isApt as s}from"./panel-657cbabf6c.js";import{m70_KeyCap as r}from"./panel-657cbabf6c.js";export{m as a,s as b,r as c};
