import{m95_Icon as r,m95_Mark as m}from"./panel-746b0a6e5a.js";export{r as a,m as b};
