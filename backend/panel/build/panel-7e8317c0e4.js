import{m59_errorText as o,m59_learnErrors as a}from"./panel-fd1d3fc85b.js";export{o as a,a as b};
