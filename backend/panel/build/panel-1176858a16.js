import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-89448a710e.js";export{r as a,s as b};
