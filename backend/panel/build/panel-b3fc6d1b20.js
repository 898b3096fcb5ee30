import{m130_GROUPS as r,m130_pagesFor as s}from"./panel-797132f9e8.js";export{r as a,s as b};
