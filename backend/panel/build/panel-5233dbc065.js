import{m96_Icon as r,m96_Mark as m}from"./panel-f49d41503c.js";export{r as a,m as b};
