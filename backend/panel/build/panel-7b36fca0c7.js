import{m90_Icon as r,m90_Mark as m}from"./panel-f045aad12b.js";export{r as a,m as b};
