import{m86_Dialog as g}from"./panel-730da0d239.js";export{g as a};
