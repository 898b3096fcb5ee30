import{m11_ask as k,m11_askWith as m,m11_queryOf as r}from"./panel-4b3f2c8c5a.js";export{k as a,m as b,r as c};
