import{m87_Dialog as g}from"./panel-bb6186186e.js";export{g as a};
