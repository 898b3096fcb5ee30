import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-83fee7d60a.js";export{r as a,s as b};
