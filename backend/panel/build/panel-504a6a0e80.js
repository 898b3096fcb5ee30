import{m86_Dialog as g}from"./panel-d8ec9ef0dc.js";export{g as a};
