import{m95_Icon as r,m95_Mark as m}from"./panel-0b0d710ac2.js";export{r as a,m as b};
