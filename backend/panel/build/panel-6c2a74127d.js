import{m59_errorText as o,m59_learnErrors as a}from"./panel-75e4ef2749.js";export{o as a,a as b};
