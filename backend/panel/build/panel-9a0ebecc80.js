import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-872c0a5aa3.js";export{r as a,s as b};
