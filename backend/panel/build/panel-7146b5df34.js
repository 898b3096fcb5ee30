import{m169_useWordsField as d}from"./panel-67eccafac0.js";export{d as a};
