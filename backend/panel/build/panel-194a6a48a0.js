import{m127_PageAddress as d,m127_readable as r}from"./panel-4b3f2c8c5a.js";export{d as a};
