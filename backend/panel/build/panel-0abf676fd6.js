import{m118_PageAddress as d,m118_readable as r}from"./panel-82d16a2290.js";export{d as a};
