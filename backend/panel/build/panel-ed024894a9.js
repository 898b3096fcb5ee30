import{m130_GROUPS as r,m130_pagesFor as s}from"./panel-75e4ef2749.js";export{r as a,s as b};
