import{m61_errorText as o,m61_learnErrors as a}from"./panel-806aa8423a.js";export{o as a,a as b};
