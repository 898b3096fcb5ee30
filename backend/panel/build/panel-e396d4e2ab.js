import{m94_Icon as r,m94_Mark as m}from"./panel-c013f83ac3.js";export{r as a,m as b};
