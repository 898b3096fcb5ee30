import{m165_useWordsField as d}from"./panel-730da0d239.js";export{d as a};
