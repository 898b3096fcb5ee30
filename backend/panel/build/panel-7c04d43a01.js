import{m127_PageAddress as d,m127_readable as r}from"./panel-f49d41503c.js";export{d as a};
