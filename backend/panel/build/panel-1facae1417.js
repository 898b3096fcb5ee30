import{m88_Dialog as g}from"./panel-376779df34.js";export{g as a};
