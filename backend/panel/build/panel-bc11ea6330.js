import{m11_ask as k,m11_askWith as m,m11_queryOf as r}from"./panel-c6920eae58.js";export{k as a,m as b,r as c};
