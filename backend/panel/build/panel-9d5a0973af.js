import{m90_Icon as r,m90_Mark as m}from"./panel-d0bd12a176.js";export{r as a,m as b};
