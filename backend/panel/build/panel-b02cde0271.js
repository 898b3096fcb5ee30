import{m60_errorText as o,m60_learnErrors as a}from"./panel-36c49e5a76.js";export{o as a,a as b};
