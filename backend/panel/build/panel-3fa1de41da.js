import{m127_PageAddress as d,m127_readable as r}from"./panel-93ebbe23a5.js";export{d as a};
