import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-657cbabf6c.js";export{r as a,s as b};
