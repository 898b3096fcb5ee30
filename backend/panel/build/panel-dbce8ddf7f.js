import{m60_errorText as o,m60_learnErrors as a}from"./panel-bb6186186e.js";export{o as a,a as b};
