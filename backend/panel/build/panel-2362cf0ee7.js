import{m59_errorText as o,m59_learnErrors as a}from"./panel-4d4854bf78.js";export{o as a,a as b};
