import{m84_Dialog as g}from"./panel-7c6694be5a.js";export{g as a};
