import{m68_ACTIONS as m,m68_isApt as s}from"./panel-a8e877c6df.js";import{m69_KeyCap as r}from"./panel-a8e877c6df.js";export{m as a,s as b,r as c};
