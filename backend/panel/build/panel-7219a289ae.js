import{m86_Dialog as g}from"./panel-687fbdb11a.js";export{g as a};
