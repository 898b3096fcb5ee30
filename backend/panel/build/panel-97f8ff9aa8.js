import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-29a325a847.js";export{r as a,s as b};
