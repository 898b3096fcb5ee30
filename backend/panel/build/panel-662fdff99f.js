import{m90_Icon as r,m90_Mark as m}from"./panel-872c0a5aa3.js";export{r as a,m as b};
