import{m59_errorText as o,m59_learnErrors as a}from"./panel-797132f9e8.js";export{o as a,a as b};
