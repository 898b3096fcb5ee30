import{m69_ACTIONS as m,m69_isApt as s}from"./panel-014b47b365.js";import{m70_KeyCap as r}from"./panel-014b47b365.js";export{m as a,s as b,r as c};
