import{m90_Icon as r,m90_Mark as m}from"./panel-bc45bd96a5.js";export{r as a,m as b};
