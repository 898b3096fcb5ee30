import{m60_errorText as o,m60_learnErrors as a}from"./panel-93ebbe23a5.js";export{o as a,a as b};
