import{m87_Dialog as g}from"./panel-b602d47a2d.js";export{g as a};
