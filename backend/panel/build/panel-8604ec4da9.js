import{m60_errorText as o,m60_learnErrors as a}from"./panel-e36b937271.js";export{o as a,a as b};
