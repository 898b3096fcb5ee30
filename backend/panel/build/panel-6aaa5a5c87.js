import{m124_PageAddress as d,m124_readable as r}from"./panel-4bdf7ed778.js";export{d as a};
