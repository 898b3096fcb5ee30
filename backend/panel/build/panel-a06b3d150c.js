import{m97_Icon as r,m97_Mark as m}from"./panel-806aa8423a.js";export{r as a,m as b};
