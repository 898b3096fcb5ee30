import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-0577cb60ff.js";export{r as a,s as b};
