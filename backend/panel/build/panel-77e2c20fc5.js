import{m130_GROUPS as r,m130_pagesFor as s}from"./panel-67eccafac0.js";export{r as a,s as b};
