import{m93_Icon as r,m93_Mark as m}from"./panel-9c9a5c790a.js";export{r as a,m as b};
