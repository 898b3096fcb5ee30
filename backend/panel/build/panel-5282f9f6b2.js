import{m91_Icon as r,m91_Mark as m}from"./panel-a0272cd8d7.js";export{r as a,m as b};
