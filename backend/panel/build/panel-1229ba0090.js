import{m127_GROUPS as r,m127_pagesFor as s}from"./panel-5de4be0494.js";export{r as a,s as b};
