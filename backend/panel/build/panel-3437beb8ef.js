import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-0e935b5370.js";export{r as a,s as b};
