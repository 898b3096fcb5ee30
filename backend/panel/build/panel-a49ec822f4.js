import{m86_Dialog as g}from"./panel-af4383e020.js";export{g as a};
