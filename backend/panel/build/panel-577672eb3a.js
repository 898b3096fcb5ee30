import{m87_Dialog as g}from"./panel-0b0d710ac2.js";export{g as a};
