import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-68b6c695ac.js";export{r as a,s as b};
