import{m165_useWordsField as d}from"./panel-4f4ba40761.js";export{d as a};
