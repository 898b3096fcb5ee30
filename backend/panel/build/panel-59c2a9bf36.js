import{m118_PageAddress as d,m118_readable as r}from"./panel-5ed2d431b1.js";export{d as a};
