import{m84_Dialog as g}from"./panel-bb4be05f52.js";export{g as a};
