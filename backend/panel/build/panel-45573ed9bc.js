import{m124_PageAddress as d,m124_readable as r}from"./panel-730da0d239.js";export{d as a};
