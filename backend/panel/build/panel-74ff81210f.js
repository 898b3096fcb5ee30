import{m127_GROUPS as r,m127_pagesFor as s}from"./panel-d8ec9ef0dc.js";export{r as a,s as b};
