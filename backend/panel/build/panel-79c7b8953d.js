import{m118_PageAddress as d,m118_readable as r}from"./panel-ea69c27c25.js";export{d as a};
