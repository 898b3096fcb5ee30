import{m127_PageAddress as d,m127_readable as r}from"./panel-d969694466.js";export{d as a};
