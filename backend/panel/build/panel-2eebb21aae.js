import{m121_GROUPS as r,m121_pagesFor as s}from"./panel-5ed2d431b1.js";export{r as a,s as b};
