import{m59_errorText as o,m59_learnErrors as a}from"./panel-687fbdb11a.js";export{o as a,a as b};
