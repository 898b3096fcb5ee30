import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-9697628273.js";export{r as a,s as b};
