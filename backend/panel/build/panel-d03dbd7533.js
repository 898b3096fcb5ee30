import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-a6f4ca9cd4.js";export{r as a,s as b};
