import{m132_GROUPS as r,m132_pagesFor as s}from"./panel-bb6186186e.js";export{r as a,s as b};
