import{m86_Dialog as g}from"./panel-cd2105c93e.js";export{g as a};
