import{m60_errorText as o,m60_learnErrors as a}from"./panel-0fb6090c3f.js";export{o as a,a as b};
