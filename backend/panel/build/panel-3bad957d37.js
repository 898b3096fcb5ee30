import{m84_Dialog as g}from"./panel-ea846d7a90.js";export{g as a};
