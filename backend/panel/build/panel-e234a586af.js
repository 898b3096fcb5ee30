import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-4bdf7ed778.js";export{r as a,s as b};
