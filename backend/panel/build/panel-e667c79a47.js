import{m95_Icon as r,m95_Mark as m}from"./panel-b602d47a2d.js";export{r as a,m as b};
