import{m91_Icon as r,m91_Mark as m}from"./panel-29a325a847.js";export{r as a,m as b};
