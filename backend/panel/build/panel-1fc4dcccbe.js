import{m96_Icon as r,m96_Mark as m}from"./panel-93ebbe23a5.js";export{r as a,m as b};
