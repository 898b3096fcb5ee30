import{m169_useWordsField as d}from"./panel-1ff8930162.js";export{d as a};
