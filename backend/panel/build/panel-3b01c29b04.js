import{m96_Icon as r,m96_Mark as m}from"./panel-bb6186186e.js";export{r as a,m as b};
