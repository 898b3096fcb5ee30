import{m94_Icon as r,m94_Mark as m}from"./panel-5f3437e109.js";export{r as a,m as b};
