import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-1ecaf5e0bb.js";export{r as a,s as b};
