import{m10_ask as k,m10_askWith as m,m10_queryOf as r}from"./panel-687fbdb11a.js";export{k as a,m as b,r as c};
