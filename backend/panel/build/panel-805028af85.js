import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-f045aad12b.js";export{r as a,s as b};
