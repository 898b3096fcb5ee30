import{m133_GROUPS as r,m133_pagesFor as s}from"./panel-c6920eae58.js";export{r as a,s as b};
