import{m124_PageAddress as d,m124_readable as r}from"./panel-3dc6d8689a.js";export{d as a};
