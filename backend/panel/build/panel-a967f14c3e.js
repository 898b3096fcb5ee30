import{m165_useWordsField as d}from"./panel-6466cb64e5.js";export{d as a};
