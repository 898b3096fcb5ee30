import{m84_Dialog as g}from"./panel-d0bd12a176.js";export{g as a};
