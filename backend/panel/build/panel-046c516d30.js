import{m90_Icon as r,m90_Mark as m}from"./panel-35be4f037f.js";export{r as a,m as b};
