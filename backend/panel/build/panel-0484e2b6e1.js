import{m84_Dialog as g}from"./panel-a6f4ca9cd4.js";export{g as a};
