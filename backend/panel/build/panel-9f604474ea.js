import{m96_Icon as r,m96_Mark as m}from"./panel-13e2f6c83b.js";export{r as a,m as b};
