import{m124_PageAddress as d,m124_readable as r}from"./panel-fd1d3fc85b.js";export{d as a};
