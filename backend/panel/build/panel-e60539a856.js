import{m86_Dialog as g}from"./panel-f61a668cc5.js";export{g as a};
