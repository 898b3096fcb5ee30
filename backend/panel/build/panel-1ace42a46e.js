import{m171_useWordsField as d}from"./panel-f49d41503c.js";export{d as a};
