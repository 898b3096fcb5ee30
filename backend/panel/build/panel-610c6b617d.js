import{m95_Icon as r,m95_Mark as m}from"./panel-75e4ef2749.js";export{r as a,m as b};
