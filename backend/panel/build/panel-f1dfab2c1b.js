import{m87_Dialog as g}from"./panel-4b3f2c8c5a.js";export{g as a};
