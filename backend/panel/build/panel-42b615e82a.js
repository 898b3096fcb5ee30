import{m59_errorText as o,m59_learnErrors as a}from"./panel-730da0d239.js";export{o as a,a as b};
