import{m87_Dialog as g}from"./panel-0fb6090c3f.js";export{g as a};
