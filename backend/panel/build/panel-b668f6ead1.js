import{m123_PageAddress as d,m123_readable as r}from"./panel-5de4be0494.js";export{d as a};
