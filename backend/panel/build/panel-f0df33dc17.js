import{m87_Dialog as g}from"./panel-2516739aea.js";export{g as a};
