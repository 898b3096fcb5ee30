import{m118_PageAddress as d,m118_readable as r}from"./panel-a0272cd8d7.js";export{d as a};
