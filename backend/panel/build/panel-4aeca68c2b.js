import{m61_errorText as o,m61_learnErrors as a}from"./panel-c6920eae58.js";export{o as a,a as b};
