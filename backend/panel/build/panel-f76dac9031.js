import{m57_errorText as o}from"./panel-a0272cd8d7.js";export{o as a};
