import{m124_PageAddress as d,m124_readable as r}from"./panel-657cbabf6c.js";export{d as a};
