import{m121_PageAddress as d,m121_readable as r}from"./panel-a8e877c6df.js";export{d as a};
