import{m87_Dialog as g}from"./panel-e36b937271.js";export{g as a};
