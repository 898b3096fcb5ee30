import{m60_errorText as o,m60_learnErrors as a}from"./panel-376779df34.js";export{o as a,a as b};
