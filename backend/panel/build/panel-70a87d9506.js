import{m59_errorText as o,m59_learnErrors as a}from"./panel-1ff8930162.js";export{o as a,a as b};
