import{m94_Icon as r,m94_Mark as m}from"./panel-7cf1dd2d49.js";export{r as a,m as b};
