import{m87_Dialog as g}from"./panel-f49d41503c.js";export{g as a};
