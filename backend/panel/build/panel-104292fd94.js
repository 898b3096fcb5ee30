import{m169_useWordsField as d}from"./panel-797132f9e8.js";export{d as a};
