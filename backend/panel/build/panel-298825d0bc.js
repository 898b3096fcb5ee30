import{m60_errorText as o,m60_learnErrors as a}from"./panel-4b3f2c8c5a.js";export{o as a,a as b};
