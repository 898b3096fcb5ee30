import{m59_errorText as o,m59_learnErrors as a}from"./panel-cd2105c93e.js";export{o as a,a as b};
