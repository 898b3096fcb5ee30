import{m171_useWordsField as d}from"./panel-2516739aea.js";export{d as a};
