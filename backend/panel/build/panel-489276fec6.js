import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-bb4be05f52.js";export{r as a,s as b};
