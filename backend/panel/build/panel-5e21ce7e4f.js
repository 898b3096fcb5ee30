import{m70_ACTIONS as m,m70_isApt as s}from"./panel-376779df34.js";import{m71_KeyCap as r}from"./panel-376779df34.js";export{m as a,s as b,r as c};
