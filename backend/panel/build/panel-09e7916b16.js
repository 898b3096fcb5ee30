import{m131_GROUPS as r,m131_pagesFor as s}from"./panel-c33da90c6e.js";export{r as a,s as b};
