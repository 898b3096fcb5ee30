import{m127_PageAddress as d,m127_readable as r}from"./panel-13e2f6c83b.js";export{d as a};
