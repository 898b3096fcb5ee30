import{m59_errorText as o,m59_learnErrors as a}from"./panel-6466cb64e5.js";export{o as a,a as b};
