import{m171_useWordsField as d}from"./panel-d969694466.js";export{d as a};
