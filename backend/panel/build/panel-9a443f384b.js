import{m96_Icon as r,m96_Mark as m}from"./panel-2516739aea.js";export{r as a,m as b};
