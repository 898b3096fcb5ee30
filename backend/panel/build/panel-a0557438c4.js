import{m125_PageAddress as d,m125_readable as r}from"./panel-4d4854bf78.js";export{d as a};
