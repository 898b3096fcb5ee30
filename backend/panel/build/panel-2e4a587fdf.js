import{m91_Icon as r,m91_Mark as m}from"./panel-45e7dc7195.js";export{r as a,m as b};
