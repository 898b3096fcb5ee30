import{m90_Icon as r,m90_Mark as m}from"./panel-a96d8705a4.js";export{r as a,m as b};
