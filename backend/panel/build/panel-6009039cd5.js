import{m173_useWordsField as d}from"./panel-c6920eae58.js";export{d as a};
