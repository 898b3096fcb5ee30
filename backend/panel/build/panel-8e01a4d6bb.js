import{m170_useWordsField as d}from"./panel-c33da90c6e.js";export{d as a};
