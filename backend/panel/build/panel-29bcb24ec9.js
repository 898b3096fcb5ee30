import{m86_Dialog as g}from"./panel-5f3437e109.js";export{g as a};
