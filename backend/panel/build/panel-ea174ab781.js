import{m84_Dialog as g}from"./panel-eadc74fbe3.js";export{g as a};
