import{m91_Icon as r,m91_Mark as m}from"./panel-b23440702e.js";export{r as a,m as b};
