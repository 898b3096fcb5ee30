import{m125_PageAddress as d,m125_readable as r}from"./panel-746b0a6e5a.js";export{d as a};
