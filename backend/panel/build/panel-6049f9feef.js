import{m94_Icon as r,m94_Mark as m}from"./panel-af4383e020.js";export{r as a,m as b};
