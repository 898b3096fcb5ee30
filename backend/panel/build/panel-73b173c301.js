import{m128_PageAddress as d,m128_readable as r}from"./panel-806aa8423a.js";export{d as a};
