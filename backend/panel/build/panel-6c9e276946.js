import{m59_errorText as o,m59_learnErrors as a}from"./panel-3dc6d8689a.js";export{o as a,a as b};
