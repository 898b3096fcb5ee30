import{m127_GROUPS as r,m127_pagesFor as s}from"./panel-af4383e020.js";export{r as a,s as b};
