import{m90_Icon as r,m90_Mark as m}from"./panel-a6f4ca9cd4.js";export{r as a,m as b};
