import{m124_PageAddress as d,m124_readable as r}from"./panel-c013f83ac3.js";export{d as a};
