import{m60_errorText as o,m60_learnErrors as a}from"./panel-c33da90c6e.js";export{o as a,a as b};
