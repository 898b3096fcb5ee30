import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-1f1022058e.js";export{r as a,s as b};
