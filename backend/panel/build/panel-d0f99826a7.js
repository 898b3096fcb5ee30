import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-7c6694be5a.js";export{r as a,s as b};
