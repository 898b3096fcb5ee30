import{m132_GROUPS as r,m132_pagesFor as s}from"./panel-93ebbe23a5.js";export{r as a,s as b};
