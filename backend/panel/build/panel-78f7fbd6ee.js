import{m90_Icon as r,m90_Mark as m}from"./panel-1ecaf5e0bb.js";export{r as a,m as b};
