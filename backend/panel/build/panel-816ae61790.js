import{m69_ACTIONS as m,m69_isApt as s}from"./panel-f61a668cc5.js";import{m70_KeyCap as r}from"./panel-f61a668cc5.js";export{m as a,s as b,r as c};
