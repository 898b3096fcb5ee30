import{m60_errorText as o,m60_learnErrors as a}from"./panel-13e2f6c83b.js";export{o as a,a as b};
