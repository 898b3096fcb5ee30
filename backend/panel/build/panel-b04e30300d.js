import{m132_GROUPS as r,m132_pagesFor as s}from"./panel-4b3f2c8c5a.js";export{r as a,s as b};
