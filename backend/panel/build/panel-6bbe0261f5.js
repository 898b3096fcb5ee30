import{m12_ask as k,m12_askWith as m,m12_queryOf as r}from"./panel-a8e877c6df.js";export{k as a,m as b,r as c};
