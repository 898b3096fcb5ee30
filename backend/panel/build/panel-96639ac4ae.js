import{m132_GROUPS as r,m132_pagesFor as s}from"./panel-0fb6090c3f.js";export{r as a,s as b};
