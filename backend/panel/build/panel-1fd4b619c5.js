import{m94_Icon as r,m94_Mark as m}from"./panel-4f4ba40761.js";export{r as a,m as b};
