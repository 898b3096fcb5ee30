import{m95_Icon as r,m95_Mark as m}from"./panel-1ff8930162.js";export{r as a,m as b};
