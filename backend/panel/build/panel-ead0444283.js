import{m171_useWordsField as d}from"./panel-93ebbe23a5.js";export{d as a};
