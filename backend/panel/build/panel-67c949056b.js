import{m171_useWordsField as d}from"./panel-bb6186186e.js";export{d as a};
