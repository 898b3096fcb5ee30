import{m59_errorText as o,m59_learnErrors as a}from"./panel-c013f83ac3.js";export{o as a,a as b};
