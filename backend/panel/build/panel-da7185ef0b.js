import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-ceeda3194a.js";export{r as a,s as b};
