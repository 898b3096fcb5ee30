import{m133_GROUPS as r,m133_pagesFor as s}from"./panel-806aa8423a.js";export{r as a,s as b};
