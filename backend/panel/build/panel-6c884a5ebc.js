import{m90_Icon as r,m90_Mark as m}from"./panel-9697628273.js";export{r as a,m as b};
