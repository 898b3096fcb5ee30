import{m128_PageAddress as d,m128_readable as r}from"./panel-c6920eae58.js";export{d as a};
