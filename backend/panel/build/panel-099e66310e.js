import{m68_ACTIONS as m,m68_isApt as s}from"./panel-9c9a5c790a.js";import{m69_KeyCap as r}from"./panel-9c9a5c790a.js";export{m as a,s as b,r as c};
