import{m59_errorText as o,m59_learnErrors as a}from"./panel-67eccafac0.js";export{o as a,a as b};
