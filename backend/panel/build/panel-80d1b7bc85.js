import{m173_useWordsField as d}from"./panel-806aa8423a.js";export{d as a};
