import{m127_PageAddress as d,m127_readable as r}from"./panel-bb6186186e.js";export{d as a};
