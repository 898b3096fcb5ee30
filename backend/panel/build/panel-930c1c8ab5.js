import{m84_Dialog as g}from"./panel-9697628273.js";export{g as a};
