import{m87_Dialog as g}from"./panel-c33da90c6e.js";export{g as a};
