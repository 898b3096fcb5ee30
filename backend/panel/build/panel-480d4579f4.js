import{m120_GROUPS as r,m120_pagesFor as s}from"./panel-35be4f037f.js";export{r as a,s as b};
