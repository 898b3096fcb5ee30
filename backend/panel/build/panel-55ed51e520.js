import{m12_ask as k,m12_askWith as m,m12_queryOf as r}from"./panel-271fd9fec4.js";export{k as a,m as b,r as c};
