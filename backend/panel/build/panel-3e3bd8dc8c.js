import{m90_Icon as r,m90_Mark as m}from"./panel-2fc07d4b75.js";export{r as a,m as b};
