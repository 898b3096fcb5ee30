import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-d9009ffe95.js";export{r as a,s as b};
