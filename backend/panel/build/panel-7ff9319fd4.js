import{m96_Icon as r,m96_Mark as m}from"./panel-3aec7eb9e8.js";export{r as a,m as b};
