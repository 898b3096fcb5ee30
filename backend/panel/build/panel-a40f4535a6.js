import{m125_PageAddress as d,m125_readable as r}from"./panel-75e4ef2749.js";export{d as a};
