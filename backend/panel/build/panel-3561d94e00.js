import{m96_Icon as r,m96_Mark as m}from"./panel-d969694466.js";export{r as a,m as b};
