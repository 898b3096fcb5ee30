import{m96_Icon as r,m96_Mark as m}from"./panel-4b3f2c8c5a.js";export{r as a,m as b};
