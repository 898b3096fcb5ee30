import{m124_PageAddress as d,m124_readable as r}from"./panel-4f4ba40761.js";export{d as a};
