import{m91_Icon as r,m91_Mark as m}from"./panel-a7d7f3b857.js";export{r as a,m as b};
