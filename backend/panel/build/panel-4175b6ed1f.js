import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-d0bd12a176.js";export{r as a,s as b};
