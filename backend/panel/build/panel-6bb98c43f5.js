import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-34304e3705.js";export{r as a,s as b};
