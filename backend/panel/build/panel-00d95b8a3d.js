import{m169_useWordsField as d}from"./panel-746b0a6e5a.js";export{d as a};
