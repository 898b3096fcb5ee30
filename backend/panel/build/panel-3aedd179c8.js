import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-ea69c27c25.js";export{r as a,s as b};
