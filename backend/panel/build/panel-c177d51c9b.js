import{m132_GROUPS as r,m132_pagesFor as s}from"./panel-36c49e5a76.js";export{r as a,s as b};
