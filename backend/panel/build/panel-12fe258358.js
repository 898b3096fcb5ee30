import{m131_GROUPS as r,m131_pagesFor as s}from"./panel-e36b937271.js";export{r as a,s as b};
