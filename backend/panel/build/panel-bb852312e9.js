import{m69_ACTIONS as m,m69_isApt as s}from"./panel-af4383e020.js";import{m70_KeyCap as r}from"./panel-af4383e020.js";export{m as a,s as b,r as c};
