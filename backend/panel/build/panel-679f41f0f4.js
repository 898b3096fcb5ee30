import{m90_Icon as r,m90_Mark as m}from"./panel-0e935b5370.js";export{r as a,m as b};
