import{m124_PageAddress as d,m124_readable as r}from"./panel-0b0d710ac2.js";export{d as a};
