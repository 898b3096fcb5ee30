import{m95_Icon as r,m95_Mark as m}from"./panel-4d4854bf78.js";export{r as a,m as b};
