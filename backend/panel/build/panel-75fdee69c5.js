import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-b602d47a2d.js";export{r as a,s as b};
