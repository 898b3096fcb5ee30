import{m60_errorText as o,m60_learnErrors as a}from"./panel-d969694466.js";export{o as a,a as b};
