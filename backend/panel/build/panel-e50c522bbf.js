import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-730da0d239.js";export{r as a,s as b};
