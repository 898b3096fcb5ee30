import{m127_PageAddress as d,m127_readable as r}from"./panel-3aec7eb9e8.js";export{d as a};
