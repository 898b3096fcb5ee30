import{m91_Icon as r,m91_Mark as m}from"./panel-89448a710e.js";export{r as a,m as b};
