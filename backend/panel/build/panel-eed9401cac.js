import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-eadc74fbe3.js";export{r as a,s as b};
