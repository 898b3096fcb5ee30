import{m124_PageAddress as d,m124_readable as r}from"./panel-271fd9fec4.js";export{d as a};
