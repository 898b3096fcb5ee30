import{m86_Dialog as g}from"./panel-657cbabf6c.js";export{g as a};
