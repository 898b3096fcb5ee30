import{m118_PageAddress as d,m118_readable as r}from"./panel-77efad5840.js";export{d as a};
