import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-b23440702e.js";export{r as a,s as b};
