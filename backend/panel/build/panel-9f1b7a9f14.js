import{m93_Icon as r,m93_Mark as m}from"./panel-a8e877c6df.js";export{r as a,m as b};
