import{m130_GROUPS as r,m130_pagesFor as s}from"./panel-1ff8930162.js";export{r as a,s as b};
