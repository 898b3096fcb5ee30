import{m91_Icon as r,m91_Mark as m}from"./panel-34304e3705.js";export{r as a,m as b};
