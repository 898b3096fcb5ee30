import{m126_PageAddress as d,m126_readable as r}from"./panel-e36b937271.js";export{d as a};
