import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-77efad5840.js";export{r as a,s as b};
