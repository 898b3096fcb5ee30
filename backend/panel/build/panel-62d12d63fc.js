import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-82d16a2290.js";export{r as a,s as b};
