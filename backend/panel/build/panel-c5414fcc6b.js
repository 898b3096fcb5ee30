import{m59_errorText as o,m59_learnErrors as a}from"./panel-b602d47a2d.js";export{o as a,a as b};
