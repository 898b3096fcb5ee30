import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-014b47b365.js";export{r as a,s as b};
