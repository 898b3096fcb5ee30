import{m171_useWordsField as d}from"./panel-0fb6090c3f.js";export{d as a};
