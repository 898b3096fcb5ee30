import{m126_PageAddress as d,m126_readable as r}from"./panel-c33da90c6e.js";export{d as a};
