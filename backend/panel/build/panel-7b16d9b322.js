import{m94_Icon as r,m94_Mark as m}from"./panel-657cbabf6c.js";export{r as a,m as b};
