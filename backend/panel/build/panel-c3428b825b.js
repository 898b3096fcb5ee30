import{m59_errorText as o,m59_learnErrors as a}from"./panel-d8ec9ef0dc.js";export{o as a,a as b};
