import{m90_Icon as r,m90_Mark as m}from"./panel-7c6694be5a.js";export{r as a,m as b};
