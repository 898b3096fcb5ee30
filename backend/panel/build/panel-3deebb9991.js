import{m91_Icon as r,m91_Mark as m}from"./panel-1f1022058e.js";export{r as a,m as b};
