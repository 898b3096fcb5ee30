import{m131_GROUPS as r,m131_pagesFor as s}from"./panel-2516739aea.js";export{r as a,s as b};
