import{m86_Dialog as g}from"./panel-1ff8930162.js";export{g as a};
