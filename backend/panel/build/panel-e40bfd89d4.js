import{m86_Dialog as g}from"./panel-797132f9e8.js";export{g as a};
