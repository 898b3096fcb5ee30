import{m84_Dialog as g}from"./panel-2fc07d4b75.js";export{g as a};
