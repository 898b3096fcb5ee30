import{m171_useWordsField as d}from"./panel-4b3f2c8c5a.js";export{d as a};
