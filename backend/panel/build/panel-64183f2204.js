import{m90_Icon as r,m90_Mark as m}from"./panel-4e8369fb71.js";export{r as a,m as b};
