import{m123_PageAddress as d,m123_readable as r}from"./panel-7cf1dd2d49.js";export{d as a};
