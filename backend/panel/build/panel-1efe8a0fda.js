import{m95_Icon as r,m95_Mark as m}from"./panel-687fbdb11a.js";export{r as a,m as b};
