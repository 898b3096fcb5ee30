import{m59_errorText as o,m59_learnErrors as a}from"./panel-0b0d710ac2.js";export{o as a,a as b};
