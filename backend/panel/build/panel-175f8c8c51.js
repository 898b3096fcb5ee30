import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-4e8369fb71.js";export{r as a,s as b};
