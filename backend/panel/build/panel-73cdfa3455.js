import{m123_PageAddress as d,m123_readable as r}from"./panel-f61a668cc5.js";export{d as a};
