import{m125_PageAddress as d,m125_readable as r}from"./panel-376779df34.js";export{d as a};
