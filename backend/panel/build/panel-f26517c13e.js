import{m94_Icon as r,m94_Mark as m}from"./panel-3dc6d8689a.js";export{r as a,m as b};
