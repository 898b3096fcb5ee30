import{m165_useWordsField as d}from"./panel-c013f83ac3.js";export{d as a};
