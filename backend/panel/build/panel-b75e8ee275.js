import{m69_ACTIONS as m,m69_isApt as s}from"./panel-730da0d239.js";import{m70_KeyCap as r}from"./panel-730da0d239.js";export{m as a,s as b,r as c};
