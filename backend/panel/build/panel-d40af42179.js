import{m84_Dialog as g}from"./panel-a96d8705a4.js";export{g as a};
