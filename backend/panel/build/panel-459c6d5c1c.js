import{m127_GROUPS as r,m127_pagesFor as s}from"./panel-5f3437e109.js";export{r as a,s as b};
