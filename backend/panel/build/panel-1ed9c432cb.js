import{m129_GROUPS as r,m129_pagesFor as s}from"./panel-376779df34.js";export{r as a,s as b};
