import{m125_PageAddress as d,m125_readable as r}from"./panel-687fbdb11a.js";export{d as a};
