import{m118_PageAddress as d,m118_readable as r}from"./panel-45e7dc7195.js";export{d as a};
