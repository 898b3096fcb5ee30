import{m127_GROUPS as r,m127_pagesFor as s}from"./panel-7cf1dd2d49.js";export{r as a,s as b};
