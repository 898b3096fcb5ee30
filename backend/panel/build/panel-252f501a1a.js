import{m84_Dialog as g}from"./panel-f045aad12b.js";export{g as a};
