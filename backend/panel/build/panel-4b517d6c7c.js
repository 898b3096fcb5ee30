import{m84_Dialog as g}from"./panel-d9009ffe95.js";export{g as a};
