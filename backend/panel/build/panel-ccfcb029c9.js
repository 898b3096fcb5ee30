import{m121_PageAddress as d,m121_readable as r}from"./panel-9c9a5c790a.js";export{d as a};
