import{m170_useWordsField as d}from"./panel-e36b937271.js";export{d as a};
