import{m125_GROUPS as r,m125_pagesFor as s}from"./panel-a8e877c6df.js";export{r as a,s as b};
