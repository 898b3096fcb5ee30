import{m127_PageAddress as d,m127_readable as r}from"./panel-0fb6090c3f.js";export{d as a};
