import{m118_PageAddress as d,m118_readable as r}from"./panel-a7d7f3b857.js";export{d as a};
