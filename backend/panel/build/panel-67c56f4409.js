import{m86_Dialog as g}from"./panel-7cf1dd2d49.js";export{g as a};
