import{m59_errorText as o,m59_learnErrors as a}from"./panel-4bdf7ed778.js";export{o as a,a as b};
