import{m59_errorText as o,m59_learnErrors as a}from"./panel-4f4ba40761.js";export{o as a,a as b};
