import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-4f4ba40761.js";export{r as a,s as b};
