import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-a0272cd8d7.js";export{r as a,s as b};
