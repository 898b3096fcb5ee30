import{m125_PageAddress as d,m125_readable as r}from"./panel-1ff8930162.js";export{d as a};
