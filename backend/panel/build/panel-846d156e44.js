import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-bc45bd96a5.js";export{r as a,s as b};
