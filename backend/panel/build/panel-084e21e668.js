import{m95_Icon as r,m95_Mark as m}from"./panel-67eccafac0.js";export{r as a,m as b};
