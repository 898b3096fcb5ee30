import{m172_useWordsField as d}from"./panel-13e2f6c83b.js";export{d as a};
