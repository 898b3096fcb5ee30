import{m171_useWordsField as d}from"./panel-36c49e5a76.js";export{d as a};
