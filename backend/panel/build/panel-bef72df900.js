import{m95_Icon as r,m95_Mark as m}from"./panel-797132f9e8.js";export{r as a,m as b};
