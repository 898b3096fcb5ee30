import{m59_errorText as o,m59_learnErrors as a}from"./panel-657cbabf6c.js";export{o as a,a as b};
