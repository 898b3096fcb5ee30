import{m123_PageAddress as d,m123_readable as r}from"./panel-cd2105c93e.js";export{d as a};
