import{m87_Dialog as g}from"./panel-d969694466.js";export{g as a};
