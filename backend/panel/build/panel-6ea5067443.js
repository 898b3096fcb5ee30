import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-bbe3b4f1e4.js";export{r as a,s as b};
