import{m91_Icon as r,m91_Mark as m}from"./panel-77efad5840.js";export{r as a,m as b};
