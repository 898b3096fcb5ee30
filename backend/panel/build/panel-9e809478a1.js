import{m84_Dialog as g}from"./panel-83fee7d60a.js";export{g as a};
