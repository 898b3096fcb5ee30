import{m90_Icon as r,m90_Mark as m}from"./panel-5a567ffa81.js";export{r as a,m as b};
