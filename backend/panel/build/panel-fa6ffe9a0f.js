import{m165_useWordsField as d}from"./panel-657cbabf6c.js";export{d as a};
