import{m59_errorText as o,m59_learnErrors as a}from"./panel-5f3437e109.js";export{o as a,a as b};
