import{m84_Dialog as g}from"./panel-0577cb60ff.js";export{g as a};
