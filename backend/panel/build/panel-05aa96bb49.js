import{m90_Icon as r,m90_Mark as m}from"./panel-eadc74fbe3.js";export{r as a,m as b};
