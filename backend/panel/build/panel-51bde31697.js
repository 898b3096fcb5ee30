import{m126_PageAddress as d,m126_readable as r}from"./panel-2516739aea.js";export{d as a};
