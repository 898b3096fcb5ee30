import{m60_errorText as o,m60_learnErrors as a}from"./panel-3aec7eb9e8.js";export{o as a,a as b};
