import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-ea846d7a90.js";export{r as a,s as b};
