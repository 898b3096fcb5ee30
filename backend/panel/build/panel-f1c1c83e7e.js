import{m91_Icon as r,m91_Mark as m}from"./panel-5ed2d431b1.js";export{r as a,m as b};
