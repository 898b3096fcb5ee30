import{m94_Icon as r,m94_Mark as m}from"./panel-271fd9fec4.js";export{r as a,m as b};
