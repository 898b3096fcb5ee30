import{m128_GROUPS as r,m128_pagesFor as s}from"./panel-0b0d710ac2.js";export{r as a,s as b};
