import{m59_errorText as o,m59_learnErrors as a}from"./panel-014b47b365.js";export{o as a,a as b};
