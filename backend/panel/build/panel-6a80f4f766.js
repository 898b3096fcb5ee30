import{m90_Icon as r,m90_Mark as m}from"./panel-68b6c695ac.js";export{r as a,m as b};
