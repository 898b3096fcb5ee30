import{m127_PageAddress as d,m127_readable as r}from"./panel-36c49e5a76.js";export{d as a};
