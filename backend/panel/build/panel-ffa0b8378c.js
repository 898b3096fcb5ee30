import{m90_Icon as r,m90_Mark as m}from"./panel-83fee7d60a.js";export{r as a,m as b};
