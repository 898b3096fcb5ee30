import{m125_GROUPS as r,m125_pagesFor as s}from"./panel-9c9a5c790a.js";export{r as a,s as b};
