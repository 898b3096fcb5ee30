import{m127_GROUPS as r,m127_pagesFor as s}from"./panel-f61a668cc5.js";export{r as a,s as b};
