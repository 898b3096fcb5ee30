import{m94_Icon as r,m94_Mark as m}from"./panel-6466cb64e5.js";export{r as a,m as b};
