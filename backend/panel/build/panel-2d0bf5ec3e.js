import{m127_GROUPS as r,m127_pagesFor as s}from"./panel-cd2105c93e.js";export{r as a,s as b};
