import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-63b63570e6.js";export{r as a,s as b};
