import{m118_PageAddress as d,m118_readable as r}from"./panel-b23440702e.js";export{d as a};
