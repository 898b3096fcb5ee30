import{m69_ACTIONS as m,m69_isApt as s}from"./panel-271fd9fec4.js";import{m70_KeyCap as r}from"./panel-271fd9fec4.js";export{m as a,s as b,r as c};
