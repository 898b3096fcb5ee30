import{m87_Dialog as g}from"./panel-36c49e5a76.js";export{g as a};
