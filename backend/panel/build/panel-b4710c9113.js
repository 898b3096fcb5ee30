import{m132_GROUPS as r,m132_pagesFor as s}from"./panel-d969694466.js";export{r as a,s as b};
