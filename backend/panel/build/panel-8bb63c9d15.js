import{m11_ask as k,m11_askWith as m,m11_queryOf as r}from"./panel-806aa8423a.js";export{k as a,m as b,r as c};
