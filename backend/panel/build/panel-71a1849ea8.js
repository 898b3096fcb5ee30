import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-271fd9fec4.js";export{r as a,s as b};
