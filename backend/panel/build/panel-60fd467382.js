import{m59_errorText as o}from"./panel-7cf1dd2d49.js";export{o as a};
