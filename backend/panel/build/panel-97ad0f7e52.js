import{m124_PageAddress as d,m124_readable as r}from"./panel-014b47b365.js";export{d as a};
