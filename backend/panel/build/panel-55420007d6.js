import{m118_PageAddress as d,m118_readable as r}from"./panel-29a325a847.js";export{d as a};
