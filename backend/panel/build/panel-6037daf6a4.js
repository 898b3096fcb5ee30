import{m96_Icon as r,m96_Mark as m}from"./panel-c33da90c6e.js";export{r as a,m as b};
