import{m118_PageAddress as d,m118_readable as r}from"./panel-1f1022058e.js";export{d as a};
