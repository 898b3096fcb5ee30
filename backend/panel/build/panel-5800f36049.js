import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-a7d7f3b857.js";export{r as a,s as b};
