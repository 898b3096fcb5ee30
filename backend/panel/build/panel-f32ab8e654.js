import{m84_Dialog as g}from"./panel-4e8369fb71.js";export{g as a};
