import{m84_Dialog as g}from"./panel-bbe3b4f1e4.js";export{g as a};
