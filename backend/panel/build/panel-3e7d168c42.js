import{m118_PageAddress as d,m118_readable as r}from"./panel-63b63570e6.js";export{d as a};
