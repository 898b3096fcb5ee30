import{m94_Icon as r,m94_Mark as m}from"./panel-5de4be0494.js";export{r as a,m as b};
