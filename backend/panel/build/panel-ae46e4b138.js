import{m96_Icon as r,m96_Mark as m}from"./panel-36c49e5a76.js";export{r as a,m as b};
