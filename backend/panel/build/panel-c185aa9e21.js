import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-2fc07d4b75.js";export{r as a,s as b};
