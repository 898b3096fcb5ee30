import{m69_ACTIONS as m,m69_isApt as s}from"./panel-6466cb64e5.js";import{m70_KeyCap as r}from"./panel-6466cb64e5.js";export{m as a,s as b,r as c};
