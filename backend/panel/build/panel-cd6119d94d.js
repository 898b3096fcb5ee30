import{m171_useWordsField as d}from"./panel-3aec7eb9e8.js";export{d as a};
