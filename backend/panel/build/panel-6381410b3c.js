import{m118_PageAddress as d,m118_readable as r}from"./panel-34304e3705.js";export{d as a};
