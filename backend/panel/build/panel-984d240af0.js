import{m90_Icon as r,m90_Mark as m}from"./panel-bbe3b4f1e4.js";export{r as a,m as b};
