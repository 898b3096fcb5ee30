import{m130_GROUPS as r,m130_pagesFor as s}from"./panel-687fbdb11a.js";export{r as a,s as b};
