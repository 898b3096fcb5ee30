import{m87_Dialog as g}from"./panel-13e2f6c83b.js";export{g as a};
