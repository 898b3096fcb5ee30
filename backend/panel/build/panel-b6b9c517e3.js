import{m88_Dialog as g}from"./panel-c6920eae58.js";export{g as a};
