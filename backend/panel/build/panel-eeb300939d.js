import{m84_Dialog as g}from"./panel-35be4f037f.js";export{g as a};
