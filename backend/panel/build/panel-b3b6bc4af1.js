import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-3dc6d8689a.js";export{r as a,s as b};
