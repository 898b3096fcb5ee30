import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-5a567ffa81.js";export{r as a,s as b};
