import{m118_PageAddress as d,m118_readable as r}from"./panel-89448a710e.js";export{d as a};
