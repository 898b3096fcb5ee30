import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-fd1d3fc85b.js";export{r as a,s as b};
