import{m94_Icon as r,m94_Mark as m}from"./panel-730da0d239.js";export{r as a,m as b};
