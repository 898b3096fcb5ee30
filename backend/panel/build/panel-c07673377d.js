import{m132_GROUPS as r,m132_pagesFor as s}from"./panel-f49d41503c.js";export{r as a,s as b};
