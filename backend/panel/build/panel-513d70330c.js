import{m91_Icon as r,m91_Mark as m}from"./panel-63b63570e6.js";export{r as a,m as b};
