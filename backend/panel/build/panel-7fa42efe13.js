import{m165_useWordsField as d}from"./panel-271fd9fec4.js";export{d as a};
