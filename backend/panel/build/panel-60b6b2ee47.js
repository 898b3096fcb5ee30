import{m125_PageAddress as d,m125_readable as r}from"./panel-67eccafac0.js";export{d as a};
