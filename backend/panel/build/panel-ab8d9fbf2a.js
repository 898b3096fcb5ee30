import{m95_Icon as r,m95_Mark as m}from"./panel-014b47b365.js";export{r as a,m as b};
