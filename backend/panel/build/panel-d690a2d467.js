import{m84_Dialog as g}from"./panel-0e935b5370.js";export{g as a};
