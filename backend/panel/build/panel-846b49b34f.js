import{m130_GROUPS as r,m130_pagesFor as s}from"./panel-746b0a6e5a.js";export{r as a,s as b};
