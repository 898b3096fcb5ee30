import{m132_GROUPS as r,m132_pagesFor as s}from"./panel-3aec7eb9e8.js";export{r as a,s as b};
