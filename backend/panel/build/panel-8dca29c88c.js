import{m90_Icon as r,m90_Mark as m}from"./panel-d9009ffe95.js";export{r as a,m as b};
