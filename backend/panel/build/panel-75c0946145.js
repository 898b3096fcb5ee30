import{m96_Icon as r,m96_Mark as m}from"./panel-0fb6090c3f.js";export{r as a,m as b};
