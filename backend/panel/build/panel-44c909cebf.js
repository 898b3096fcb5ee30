import{m132_GROUPS as r,m132_pagesFor as s}from"./panel-13e2f6c83b.js";export{r as a,s as b};
