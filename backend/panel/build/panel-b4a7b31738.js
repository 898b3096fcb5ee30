import{m12_ask as k,m12_askWith as m,m12_queryOf as r}from"./panel-6466cb64e5.js";export{k as a,m as b,r as c};
