import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-a96d8705a4.js";export{r as a,s as b};
