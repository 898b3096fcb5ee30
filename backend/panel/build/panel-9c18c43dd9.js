import{m90_Icon as r,m90_Mark as m}from"./panel-bb4be05f52.js";export{r as a,m as b};
