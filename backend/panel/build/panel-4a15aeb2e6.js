import{m90_Icon as r,m90_Mark as m}from"./panel-ea846d7a90.js";export{r as a,m as b};
