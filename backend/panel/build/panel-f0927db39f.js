import{m94_Icon as r,m94_Mark as m}from"./panel-cd2105c93e.js";export{r as a,m as b};
