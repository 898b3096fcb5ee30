import{m124_PageAddress as d,m124_readable as r}from"./panel-b602d47a2d.js";export{d as a};
