import{m86_Dialog as g}from"./panel-6466cb64e5.js";export{g as a};
