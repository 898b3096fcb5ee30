import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-c013f83ac3.js";export{r as a,s as b};
