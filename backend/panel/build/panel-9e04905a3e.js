import{m169_useWordsField as d}from"./panel-687fbdb11a.js";export{d as a};
