import{m96_Icon as r,m96_Mark as m}from"./panel-376779df34.js";export{r as a,m as b};
