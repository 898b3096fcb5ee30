import{m96_Icon as r,m96_Mark as m}from"./panel-e36b937271.js";export{r as a,m as b};
