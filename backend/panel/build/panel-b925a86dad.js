import{m69_ACTIONS as m,m69_isApt as s}from"./panel-4f4ba40761.js";import{m70_KeyCap as r}from"./panel-4f4ba40761.js";export{m as a,s as b,r as c};
