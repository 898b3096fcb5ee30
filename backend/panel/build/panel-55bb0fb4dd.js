import{m123_PageAddress as d,m123_readable as r}from"./panel-d8ec9ef0dc.js";export{d as a};
