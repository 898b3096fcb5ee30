import{m123_PageAddress as d,m123_readable as r}from"./panel-af4383e020.js";export{d as a};
