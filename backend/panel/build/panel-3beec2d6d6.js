import{m59_errorText as o,m59_learnErrors as a}from"./panel-af4383e020.js";export{o as a,a as b};
