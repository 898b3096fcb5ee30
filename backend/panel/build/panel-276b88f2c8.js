import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-6466cb64e5.js";export{r as a,s as b};
