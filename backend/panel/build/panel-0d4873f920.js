import{m165_useWordsField as d}from"./panel-3dc6d8689a.js";export{d as a};
