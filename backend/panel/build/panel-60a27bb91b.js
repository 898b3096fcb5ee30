import{m60_errorText as o,m60_learnErrors as a}from"./panel-2516739aea.js";export{o as a,a as b};
