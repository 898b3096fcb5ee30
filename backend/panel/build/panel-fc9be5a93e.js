import{m124_PageAddress as d,m124_readable as r}from"./panel-6466cb64e5.js";export{d as a};
