import{m87_Dialog as g}from"./panel-fd1d3fc85b.js";export{g as a};
