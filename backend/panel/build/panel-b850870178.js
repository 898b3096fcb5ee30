import{m10_ask as k,m10_askWith as m,m10_queryOf as r}from"./panel-4d4854bf78.js";export{k as a,m as b,r as c};
