import{m94_Icon as r,m94_Mark as m}from"./panel-f61a668cc5.js";export{r as a,m as b};
