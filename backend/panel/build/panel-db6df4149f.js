import{m91_Icon as r,m91_Mark as m}from"./panel-82d16a2290.js";export{r as a,m as b};
