import{m86_Dialog as g}from"./panel-75e4ef2749.js";export{g as a};
