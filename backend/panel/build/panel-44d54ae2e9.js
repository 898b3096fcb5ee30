import{m94_Icon as r,m94_Mark as m}from"./panel-d8ec9ef0dc.js";export{r as a,m as b};
