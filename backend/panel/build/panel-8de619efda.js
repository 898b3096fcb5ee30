import{m84_Dialog as g}from"./panel-bc45bd96a5.js";export{g as a};
