import{m125_PageAddress as d,m125_readable as r}from"./panel-797132f9e8.js";export{d as a};
