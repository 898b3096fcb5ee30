import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-45e7dc7195.js";export{r as a,s as b};
