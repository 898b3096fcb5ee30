import{m123_PageAddress as d,m123_readable as r}from"./panel-5f3437e109.js";export{d as a};
