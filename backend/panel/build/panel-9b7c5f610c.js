import{m97_Icon as r,m97_Mark as m}from"./panel-c6920eae58.js";export{r as a,m as b};
