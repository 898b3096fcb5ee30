import{m91_Icon as r,m91_Mark as m}from"./panel-ea69c27c25.js";export{r as a,m as b};
