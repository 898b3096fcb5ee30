import{m169_useWordsField as d}from"./panel-4d4854bf78.js";export{d as a};
