import{m11_ask as k,m11_askWith as m,m11_queryOf as r}from"./panel-13e2f6c83b.js";export{k as a,m as b,r as c};
