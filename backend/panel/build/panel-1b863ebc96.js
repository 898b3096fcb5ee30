import{m130_GROUPS as r,m130_pagesFor as s}from"./panel-4d4854bf78.js";export{r as a,s as b};
