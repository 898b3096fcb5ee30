import{m95_Icon as r,m95_Mark as m}from"./panel-fd1d3fc85b.js";export{r as a,m as b};
