import{m86_Dialog as g}from"./panel-3dc6d8689a.js";export{g as a};
