import{m12_ask as k,m12_askWith as m,m12_queryOf as r}from"./panel-c013f83ac3.js";export{k as a,m as b,r as c};
