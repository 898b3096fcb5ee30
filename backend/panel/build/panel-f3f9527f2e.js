import{m90_Icon as r,m90_Mark as m}from"./panel-ceeda3194a.js";export{r as a,m as b};
