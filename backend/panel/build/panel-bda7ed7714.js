import{m84_Dialog as g}from"./panel-68b6c695ac.js";export{g as a};
