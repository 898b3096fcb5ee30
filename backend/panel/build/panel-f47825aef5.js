import{m59_errorText as o,m59_learnErrors as a}from"./panel-746b0a6e5a.js";export{o as a,a as b};
