import{m87_Dialog as g}from"./panel-3aec7eb9e8.js";export{g as a};
