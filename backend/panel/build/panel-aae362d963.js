import{m59_errorText as o,m59_learnErrors as a}from"./panel-5de4be0494.js";export{o as a,a as b};
