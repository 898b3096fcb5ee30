import{m60_errorText as o,m60_learnErrors as a}from"./panel-f49d41503c.js";export{o as a,a as b};
