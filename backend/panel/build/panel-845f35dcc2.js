import{m169_useWordsField as d}from"./panel-75e4ef2749.js";export{d as a};
