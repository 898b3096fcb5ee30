import{m90_Icon as r,m90_Mark as m}from"./panel-0577cb60ff.js";export{r as a,m as b};
